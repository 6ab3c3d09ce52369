/// The service `line`, which sends each line back in upper case.
///
/// ```
///  LineService ──▶ RequestLoop (of `server`)
///       └────────▶ UpperCase
/// ```
package dev.minato.services.line;
