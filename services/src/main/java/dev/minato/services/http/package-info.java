/// The service `hello`, and as much of HTTP/1.1 as it needs (RFC 9110, RFC 9112).
///
/// ```
///  HelloService ──▶ HttpRequestDecoder ──▶ HttpHead ──▶ HttpText
///       │                  └─▶ HttpRequest
///       └─────────▶ HttpResponseEncoder ──▶ HttpRequest
/// ```
package dev.minato.services.http;
