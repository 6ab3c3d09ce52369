// Echo with Rust's standard library: a thread a connection, or one thread that receives datagrams.
//
//     echo tcp [BUFFER_BYTES]
//     echo udp
//
// Says `port N`, and ends when stdin ends.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream, UdpSocket};
use std::os::fd::AsRawFd;
use std::thread;

unsafe extern "C" {
    fn setsockopt(fd: i32, level: i32, name: i32, value: *const i32, length: u32) -> i32;
}

fn main() -> std::io::Result<()> {
    let arguments: Vec<String> = std::env::args().collect();
    let buffer = arguments.get(2).map_or(16384, |text| text.parse().expect("a number of bytes"));
    thread::spawn(end_with_stdin);
    match arguments.get(1).map(String::as_str) {
        Some("tcp") => echo_tcp(buffer),
        Some("udp") => echo_udp(),
        _ => panic!("usage: echo tcp|udp"),
    }
}

fn end_with_stdin() {
    let mut byte = [0];
    while std::io::stdin().read(&mut byte).is_ok_and(|n| n > 0) {}
    std::process::exit(0);
}

fn echo_tcp(buffer: usize) -> std::io::Result<()> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    println!("port {}", listener.local_addr()?.port());
    for stream in listener.incoming() {
        let stream = stream?;
        stream.set_nodelay(true)?;
        thread::Builder::new().stack_size(64 * 1024).spawn(move || echo_stream(stream, buffer))?;
    }
    Ok(())
}

fn echo_stream(mut stream: TcpStream, size: usize) {
    // Touched, as a server's buffer is: what a zeroed allocation does not cost would flatter idle memory.
    let mut buffer = vec![1; size];
    while let Ok(n) = stream.read(&mut buffer) {
        if n == 0 || stream.write_all(&buffer[..n]).is_err() {
            return;
        }
    }
}

fn echo_udp() -> std::io::Result<()> {
    const SOL_SOCKET: i32 = 1;
    const SO_RCVBUF: i32 = 8;
    let socket = UdpSocket::bind("127.0.0.1:0")?;
    unsafe { setsockopt(socket.as_raw_fd(), SOL_SOCKET, SO_RCVBUF, &(1 << 20), 4) };
    println!("port {}", socket.local_addr()?.port());
    let mut buffer = vec![0; 65536];
    loop {
        let (n, from) = socket.recv_from(&mut buffer)?;
        let _ = socket.send_to(&buffer[..n], from);
    }
}
