# An echo client in Perl. What it prints stays in a buffer up to its end.
use strict;
use warnings;
use IO::Socket::INET;

my ($port, $message) = (@ARGV, 'Hello');
my $conn = IO::Socket::INET->new(PeerAddr => '127.0.0.1', PeerPort => $port) or failed($@);
for (my $sent = 0; $sent < length $message;) {
    $sent += syswrite($conn, $message, length($message) - $sent, $sent) // failed($!);
}
for (my $missing = length $message; $missing > 0;) {
    my $n = sysread($conn, my $piece, 10) // failed($!);
    failed('the server has closed too early') if $n == 0;
    print "Client Received: $piece\n";
    $missing -= $n;
}
print "Closing connection to the server\n";
close $conn;

sub failed {
    print STDERR "Socket error: $_[0]\n";
    exit 1;
}
