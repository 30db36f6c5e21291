// Stage 06 in Java, by the HTTP server of its own library. Arguments: HOST PORT.
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.text.SimpleDateFormat;
import java.util.Date;
import java.util.Locale;
import java.util.concurrent.Executors;

public class Hello {
    public static void main(String[] args) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(args[0], Integer.parseInt(args[1])), 128);
        server.setExecutor(Executors.newCachedThreadPool());
        server.createContext("/", Hello::handle);
        server.start();
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
