// An echo server in Java: a thread for each connection.
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

class Server {
    public static void main(String[] args) throws IOException {
        try (ServerSocket listener = new ServerSocket(Integer.parseInt(args[0]), 50, InetAddress.getByName("127.0.0.1"))) {
            while (true) {
                Socket conn = listener.accept();
                new Thread(() -> echo(conn)).start();
            }
        }
    }

    static void echo(Socket conn) {
        try (conn) {
            conn.getInputStream().transferTo(conn.getOutputStream());
        } catch (IOException gone) {
            System.err.println(gone);
        }
    }
}
