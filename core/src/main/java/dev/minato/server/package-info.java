/// The server kit: connections and datagrams handled by a user's own code, within limits, until it drains.
///
/// ```
///  TcpServerBuilder ──▶ TcpServer ──▶ AcceptLoop ──▶ Connections ──▶ Serving ──▶ ConnectionHandler
///                                      a listener     permits          a task        Connection, Session
///                                                                                    RequestHandler, Outbox
///
///  UdpServerBuilder ──▶ UdpServer ──▶ ReceiveLoop ──▶ InlineHandling ──▶ UdpHandler
///  UdpPlace                            a socket   └─▶ TaskHandling ──▶ tasks ──▶ UdpHandler
///                                                              UdpRequest ──▶ ReplyFilter ──▶ replies
///
///  MemoryBudget: whether all that fits the heap
/// ```
package dev.minato.server;
