/// What can go wrong on a network, named: one exception, one enumeration of portable kinds.
package dev.minato.error;
