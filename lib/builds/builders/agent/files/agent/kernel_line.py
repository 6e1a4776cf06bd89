"""What the boot script told us on the kernel line."""


def parse(text):
    """A dict of key=value words; words without "=" map to an empty string."""
    words = {}
    for word in text.split():
        key, _, value = word.partition("=")
        words[key] = value
    return words


def install_url(words):
    """The base URL of this install, without a slash at its end; None when not given."""
    url = words.get("provisioner.install", "").rstrip("/")
    return url if url.startswith(("http://", "https://")) else None


def boot_mac(words):
    """The MAC of BOOTIF in lower case with colons; None when not given."""
    text = words.get("BOOTIF", "").lower().replace("-", ":")
    parts = text.split(":")
    # PXELINUX puts the hardware type in front: 01 is Ethernet.
    if len(parts) == 7 and parts[0] == "01":
        parts = parts[1:]
    return ":".join(parts) if len(parts) == 6 else None
