// An echo client in Rust: it counts.
use std::io::{Error, ErrorKind, Read, Write};
use std::net::TcpStream;

fn exchange(port: &str, message: &[u8]) -> Result<(), Error> {
    let mut conn = TcpStream::connect(format!("127.0.0.1:{port}"))?;
    conn.write_all(message)?;
    let mut received = 0;
    let mut piece = [0; 10];
    while received < message.len() {
        let n = conn.read(&mut piece)?;
        if n == 0 {
            return Err(Error::new(ErrorKind::UnexpectedEof, "the server has closed too early"));
        }
        let mut out = std::io::stdout();
        out.write_all(b"Client Received: ")?;
        out.write_all(&piece[..n])?;
        out.write_all(b"\n")?;
        received += n;
    }
    println!("Closing connection to the server");
    Ok(())
}

fn main() {
    let args: Vec<String> = std::env::args().collect();
    let message = args.get(2).map_or("Hello", String::as_str);
    if let Err(error) = exchange(&args[1], message.as_bytes()) {
        eprintln!("Socket error: {error}");
        std::process::exit(1);
    }
}
