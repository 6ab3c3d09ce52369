/// As much of HTTP/1.1 as a service needs that answers GET and HEAD (RFC 9110, RFC 9112).
///
/// ```
///  HttpEndpoint ──▶ HttpRequestDecoder ──▶ HttpHead ──▶ HttpText
///    │      │              └─▶ HttpRequest
///    │      └─────▶ HttpRoute ──▶ HttpResponse ──▶ HttpStream
///    └────────────▶ HttpAnswerEncoder ──▶ HttpAnswer
/// ```
///
/// Requests are views, and answers are bytes that may be written again: whoever responds always the same
/// allocates nothing.
package dev.minato.services.http;
