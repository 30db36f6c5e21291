// An echo server in Rust: a thread for each connection.
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};

fn echo(mut conn: TcpStream) -> std::io::Result<()> {
    let mut buffer = [0; 4096];
    loop {
        let n = conn.read(&mut buffer)?;
        if n == 0 {
            return Ok(());
        }
        conn.write_all(&buffer[..n])?;
    }
}

fn main() {
    let port = std::env::args().nth(1).unwrap();
    let listener = TcpListener::bind(format!("127.0.0.1:{port}")).unwrap();
    for conn in listener.incoming().flatten() {
        std::thread::spawn(move || echo(conn));
    }
}
