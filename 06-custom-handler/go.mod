module example.com/socket-tutorial/06-custom-handler

go 1.25

require (
	example.com/socket-tutorial/04-base-http v0.0.0
	example.com/socket-tutorial/harness v0.0.0
	github.com/stretchr/testify v1.12.1
)

require (
	github.com/rivo/uniseg v0.4.7 // indirect
	go.yaml.in/yaml/v3 v3.0.5 // indirect
	golang.org/x/sys v0.41.0 // indirect
	golang.org/x/text v0.34.0 // indirect
)

replace example.com/socket-tutorial/harness => ../harness

replace example.com/socket-tutorial/04-base-http => ../04-base-http
