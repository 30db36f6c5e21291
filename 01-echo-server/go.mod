module example.com/socket-tutorial/01-echo-server

go 1.25

require example.com/socket-tutorial/harness v0.0.0

replace example.com/socket-tutorial/harness => ../harness
