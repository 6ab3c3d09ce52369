/// A small game over UDP: an authoritative server that simulates 60 times a second, and clients that predict
/// themselves and show the others a moment late. The server and the client are each a core without sockets and
/// clocks, and a shell around it:
///
/// ```
///  GameServer ──▶ GameCore ──▶ World ──▶ Player         GameClient, GameBots ──▶ ClientSession ──▶ Playing
///                     └──▶ Doorkeeper                       Prediction, InterpolationClock ◀────────┘
/// ```
///
/// Packets are those of `Wire`.
package dev.minato.services.game;
