module example.com/socket-tutorial/harness

go 1.25
