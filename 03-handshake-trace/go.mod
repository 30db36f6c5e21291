module example.com/socket-tutorial/03-handshake-trace

go 1.25

require example.com/socket-tutorial/harness v0.0.0

replace example.com/socket-tutorial/harness => ../harness
