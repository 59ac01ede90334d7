"""Light: where the sun stands, how bright the sky is, how lamps shine, how a picture is exposed."""
