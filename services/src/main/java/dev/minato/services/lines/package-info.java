/// What the services of lines share: how a malformed line is answered, and how a reply is sent.
package dev.minato.services.lines;
