/** Hands the browser a file, byte for byte what it is given. */
export function download({
  name,
  text,
  mediaType,
}: {
  name: string;
  text: string;
  mediaType: string;
}): void {
  const url = URL.createObjectURL(new Blob([new TextEncoder().encode(text)], { type: mediaType }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // Chromium reads it after the click has returned.
  setTimeout(() => URL.revokeObjectURL(url), 1_000);
}
