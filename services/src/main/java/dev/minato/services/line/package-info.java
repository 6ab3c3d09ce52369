/// The service `line`, which sends each line back in upper case.
///
/// ```
///  LineService ──▶ LineRequests (of `lines`)
///       └────────▶ UpperCase
/// ```
package dev.minato.services.line;
