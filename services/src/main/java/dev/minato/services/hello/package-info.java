/// The service `hello`.
package dev.minato.services.hello;
