// Echo with tokio on one thread: a task a connection, or one task that receives datagrams.
//
//     echo_tokio tcp [buffer=16384]
//     echo_tokio udp
//
// Says `port N`, and ends when stdin ends.

use std::io::Read;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream, UdpSocket};

fn main() -> std::io::Result<()> {
    std::thread::spawn(end_with_stdin);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_io().build()?;
    match std::env::args().nth(1).as_deref() {
        Some("tcp") => runtime.block_on(echo_tcp(buffer_size())),
        Some("udp") => runtime.block_on(echo_udp()),
        _ => panic!("usage: echo_tokio tcp|udp"),
    }
}

fn end_with_stdin() {
    let mut byte = [0];
    while std::io::stdin().read(&mut byte).is_ok_and(|n| n > 0) {}
    std::process::exit(0);
}

// Each connection holds so much.
fn buffer_size() -> usize {
    std::env::args().find_map(|text| text.strip_prefix("buffer=")?.parse().ok()).unwrap_or(16384)
}

async fn echo_tcp(size: usize) -> std::io::Result<()> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    println!("port {}", listener.local_addr()?.port());
    loop {
        let (stream, _) = listener.accept().await?;
        stream.set_nodelay(true)?;
        tokio::spawn(echo_stream(stream, size));
    }
}

async fn echo_stream(mut stream: TcpStream, size: usize) {
    let mut buffer = vec![0; size];
    while let Ok(n) = stream.read(&mut buffer).await {
        if n == 0 || stream.write_all(&buffer[..n]).await.is_err() {
            return;
        }
    }
}

async fn echo_udp() -> std::io::Result<()> {
    let socket = UdpSocket::bind("127.0.0.1:0").await?;
    println!("port {}", socket.local_addr()?.port());
    let mut buffer = vec![0; 65536];
    loop {
        let (n, from) = socket.recv_from(&mut buffer).await?;
        let _ = socket.send_to(&buffer[..n], from).await;
    }
}
