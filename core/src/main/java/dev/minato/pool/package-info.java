/// Memory for bytes that come and go, which all streams share.
package dev.minato.pool;
