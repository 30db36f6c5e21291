//go:build !linux

package live

import (
	"runtime"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestAdviceNamesAToolOfTheSystem(t *testing.T) {
	err := Watch(nil, 0, 5000, nil)
	if runtime.GOOS == "windows" {
		assert.EqualError(t, err, "-port 5000 needs Linux: have Wireshark save what is captured with tcp port 5000, and -r FILE")
		return
	}
	assert.EqualError(t, err, "-port 5000 needs Linux: use sudo tcpdump -w FILE port 5000, and -r FILE")
}
