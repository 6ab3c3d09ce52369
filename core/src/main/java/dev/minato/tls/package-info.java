/// TLS 1.3 and 1.2 over any stream, on the JDK's `SSLEngine`.
///
/// ```
///   TlsAcceptor ──┐ handshake              ┌─▶ TlsReader ─▶ records of the stream underneath, plaintext
///        │        ├───────────▶ TlsStream ─┤
///   TlsConnector ─┘                        └─▶ TlsWriter ─▶ plaintext, records to the stream underneath
///        │
///        ▼
///   TlsContexts ─┬─▶ ServerKeys, ClientKey ─▶ TlsIdentity ─┬─▶ CertificateReader, PrivateKeyReader ─▶ Pem
///                │                                         └─▶ KeyStoreFile
///                └─▶ TlsTrust ──▶ ExplainingTrustManager ──▶ Diagnosis
/// ```
package dev.minato.tls;
