package cable

import "net/netip"

func openVeth(address netip.Addr) (*device, error) { panic("soon") }
