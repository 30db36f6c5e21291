// An echo client in Java: it says that it has sent all, and still counts.
import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

class Client {
    public static void main(String[] args) {
        byte[] message = (args.length > 1 ? args[1] : "Hello").getBytes(StandardCharsets.UTF_8);
        try (Socket conn = new Socket("127.0.0.1", Integer.parseInt(args[0]))) {
            conn.getOutputStream().write(message);
            conn.shutdownOutput();
            byte[] piece = new byte[10];
            for (int missing = message.length; missing > 0;) {
                int n = conn.getInputStream().read(piece);
                if (n < 0) {
                    throw new EOFException("the server has closed too early");
                }
                System.out.print("Client Received: ");
                System.out.write(piece, 0, n);
                System.out.println();
                missing -= n;
            }
            System.out.println("Closing connection to the server");
        } catch (IOException error) {
            System.err.println("Socket error: " + error.getMessage());
            System.exit(1);
        }
    }
}
