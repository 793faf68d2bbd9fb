"""Tests of scans: pages made clear, bound and fitted; scanners that jam and go."""
