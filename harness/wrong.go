package main

import "context"

func wrong(ctx context.Context, root string, args []string) (bool, error) { return false, nil }
