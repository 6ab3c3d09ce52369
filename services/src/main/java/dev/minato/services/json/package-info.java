/// What shows a server in JSON (RFC 8259): a writer; exported to the command only.
package dev.minato.services.json;
