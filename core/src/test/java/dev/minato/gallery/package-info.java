/// The gallery of protocols: bytes that real programs sent, and the codecs that frame them.
///
/// ```
///   Recorder ──▶ src/test/captures/NAME.client.hex, NAME.server.hex      by hand: src/test/captures/record
///                     │
///                  Capture ──▶ ProtocolGalleryTest, SwitchedFramedTest
///                                       │
///   BinaryProtocols, SwitchingProtocols, TextProtocols                   one Protocol a row of the guide
///                                       │
///                               GalleryTableTest ──▶ docs/guide/06-framing.md
/// ```
package dev.minato.gallery;
