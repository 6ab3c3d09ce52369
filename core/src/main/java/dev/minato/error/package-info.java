/// The failures of a network, named: one exception, one enumeration of portable kinds.
package dev.minato.error;
