import { writeFile } from 'node:fs/promises';

/** Where BIOS puts the boot sector and starts it. */
const loadAddress = 0x7c00;

/** x86 real mode: print the text behind the code by BIOS int 10h, function 0Eh, then halt. */
const printAndHalt = [
  ...[0xfa], // cli
  ...[0x31, 0xc0], // xor ax, ax
  ...[0x8e, 0xd8], // mov ds, ax
  ...[0xbe, 0x00, 0x00], // mov si, TEXT: filled in below
  ...[0xac], // next: lodsb
  ...[0x84, 0xc0], // test al, al
  ...[0x74, 0x09], // jz end
  ...[0xb4, 0x0e], // mov ah, 0Eh
  ...[0xbb, 0x07, 0x00], // mov bx, 7
  ...[0xcd, 0x10], // int 10h
  ...[0xeb, 0xf2], // jmp next
  ...[0xfb], // end: sti
  ...[0xf4], // halt: hlt
  ...[0xeb, 0xfd], // jmp halt
];

/** Writes a raw disk of 1 MiB that BIOS boots and that prints one line: proof that the local disk was booted. */
export async function makeSpeakingDisk({
  path,
  text,
}: {
  path: string;
  text: string;
}): Promise<void> {
  const disk = Buffer.alloc(1024 * 1024);
  disk.set(printAndHalt);
  disk.writeUInt16LE(loadAddress + printAndHalt.length, 6);
  const line = `\r\n${text}\r\n\0`;
  if (printAndHalt.length + line.length > 440) throw new Error('The text is too long.');
  disk.write(line, printAndHalt.length, 'latin1');
  disk.writeUInt16LE(0xaa55, 510);
  await writeFile(path, disk);
}
