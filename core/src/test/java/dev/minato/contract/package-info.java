/// The contract of the sockets: what every platform does, in both families and on both kinds of threads.
///
/// One class a contract, one test a row; `CONTRACT.md` at the root lists them beside the tests of Rust and
/// Tokio that hold the same. Another platform is one more [dev.minato.contract.ContractPlatform].
package dev.minato.contract;
