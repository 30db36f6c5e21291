// Stage 06 in Java, by the HTTP server of its own library. Arguments: HOST PORT.
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.text.SimpleDateFormat;
import java.util.Date;
import java.util.Locale;
import java.util.concurrent.Executors;

public class Hello {
    public static void main(String[] args) throws IOException {
        // A virtual machine's first answer may take seconds: give it to ourselves.
        HttpServer first = serve("127.0.0.1", 0);
        try (Socket socket = new Socket("127.0.0.1", first.getAddress().getPort())) {
            socket.getOutputStream().write("GET /first HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.UTF_8));
            socket.getInputStream().read();
        }
        first.stop(0);
        serve(args[0], Integer.parseInt(args[1]));
    }

    static HttpServer serve(String host, int port) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(host, port), 128);
        server.setExecutor(Executors.newCachedThreadPool());
        server.createContext("/", Hello::handle);
        server.start();
        return server;
    }

    static void handle(HttpExchange exchange) throws IOException {
        boolean get = exchange.getRequestMethod().equals("GET");
        int status = get ? 200 : 501;
        String when = new SimpleDateFormat("dd/MMM/yyyy HH:mm:ss", Locale.ENGLISH).format(new Date());
        System.err.printf("%s - - [%s] \"%s %s %s\" %d -%n", exchange.getRemoteAddress().getAddress().getHostAddress(), when,
                exchange.getRequestMethod(), exchange.getRequestURI(), exchange.getProtocol(), status);
        byte[] body = "hello world\r\n".getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "text/html");
        exchange.sendResponseHeaders(status, get ? body.length : -1);
        if (get) {
            exchange.getResponseBody().write(body);
        }
        exchange.close();
    }
}
