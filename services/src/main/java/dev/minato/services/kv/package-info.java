/// The service `kv`, a bounded key-value store.
///
/// ```
///  KeyValueService ──▶ RequestLoop (of `server`)
///       ├────────────▶ KeyValueRequest ──▶ Key
///       └────────────▶ KeyValueStore   ──▶ Key
/// ```
package dev.minato.services.kv;
