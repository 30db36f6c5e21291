// Stage 04 in Rust, without a crate: a thread for each client. Arguments: HOST PORT.
use std::io::{BufRead, BufReader, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::process::Command;

fn line(from: &mut impl BufRead) -> std::io::Result<Option<Vec<u8>>> {
    let mut bytes = Vec::new();
    from.read_until(b'\n', &mut bytes)?;
    if bytes.pop() != Some(b'\n') {
        return Ok(None);
    }
    if bytes.last() == Some(&b'\r') {
        bytes.pop();
    }
    Ok(Some(bytes))
}

fn serve(mut conn: TcpStream) -> std::io::Result<()> {
    let mut from = BufReader::new(conn.try_clone()?);
    let Some(first) = line(&mut from)? else { return Ok(()) };
    let words: Vec<&[u8]> = first.split(|b| *b == b' ').collect();
    let (mut status, mut head, mut body) = ("400 Bad Request", false, Vec::new());
    if words.len() == 3 {
        body = [words[0], b" ", words[1], b"\n"].concat();
        while let Some(field) = line(&mut from)? {
            let Some(colon) = field.iter().position(|b| *b == b':') else { break };
            body.extend([&field[..colon], b": ", field[colon + 1..].trim_ascii(), b"\n"].concat());
        }
        head = words[0] == b"HEAD";
        status = match words[0] {
            b"GET" | b"HEAD" | b"POST" => "200 OK",
            _ => "501 Not Implemented",
        };
    }
    // Its library has no calendar.
    let date = Command::new("date").args(["-u", "+%a, %d %b %Y %H:%M:%S GMT"]).env("LC_ALL", "C").output()?.stdout;
    let mut answer = format!("HTTP/1.0 {status}\r\nServer: rust\r\nDate: {}\r\nContent-Length: {}\r\n\r\n", String::from_utf8_lossy(&date).trim(), body.len()).into_bytes();
    if !head {
        answer.extend(body);
    }
    conn.write_all(&answer)?;
    conn.shutdown(Shutdown::Write)
}

fn main() -> std::io::Result<()> {
    let args: Vec<String> = std::env::args().collect();
    for conn in TcpListener::bind(format!("{}:{}", args[1], args[2]))?.incoming() {
        let conn = conn?;
        std::thread::spawn(move || serve(conn));
    }
    Ok(())
}
