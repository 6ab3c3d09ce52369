/// The service `kv`, a bounded key-value store.
///
/// ```
///  KeyValueService ──▶ LineRequests (of `lines`)
///       ├────────────▶ KeyValueRequest ──▶ Key
///       └────────────▶ KeyValueStore   ──▶ Key
/// ```
package dev.minato.services.kv;
