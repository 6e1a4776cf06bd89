'use client';

import { toast } from 'sonner';
import { Button } from '@/app/_ui/button';
import { Editor } from '@/app/_ui/editor/editor';
import type { StepProps } from './wizard';

const starts = {
  grub: [
    {
      name: 'Boot the local disk',
      text: 'set timeout=3\nmenuentry "Local disk" {\n  insmod chain\n  search --no-floppy --file --set=root /EFI/BOOT/BOOTX64.EFI\n  chainloader /EFI/BOOT/BOOTX64.EFI\n}\n',
    },
    {
      name: 'Kernel by HTTP',
      text: 'insmod net\ninsmod efinet\ninsmod http\nnet_bootp\nlinux (http,boot.example.net)/vmlinuz console=tty0\ninitrd (http,boot.example.net)/initrd\nboot\n',
    },
  ],
  syslinux: [
    {
      name: 'Boot the local disk',
      text: 'DEFAULT local\nTIMEOUT 30\nPROMPT 0\nLABEL local\n  LOCALBOOT 0\n',
    },
    { name: 'A prompt', text: 'SAY Type the name of a kernel.\nPROMPT 1\nTIMEOUT 0\n' },
  ],
};

/** grub.cfg or syslinux.cfg, byte for byte. */
export function RunConfiguration({ choices, errors, change }: StepProps) {
  const kind = choices.kind === 'grub' ? 'grub' : 'syslinux';
  const file = `${kind}.cfg`;

  /** Puts a text in the place of what is typed, which can be had back. */
  function begin(start: { name: string; text: string }) {
    const before = choices.configuration;
    change({ configuration: start.text });
    const undo = { label: 'Undo', onClick: () => change({ configuration: before }) };
    toast(`“${start.name}” is in the editor.`, before ? { action: undo } : undefined);
  }

  return (
    <div className="flex flex-col gap-2">
      <p className="text-muted">
        What {kind === 'grub' ? 'GRUB' : 'SYSLINUX'} finds as its configuration, byte for byte.
        Empty: it comes to its prompt.
      </p>
      <div className="flex flex-wrap gap-2">
        {starts[kind].map((start) => (
          <Button key={start.name} onClick={() => begin(start)}>
            {start.name}
          </Button>
        ))}
      </div>
      <div
        className={`h-80 overflow-hidden rounded-md border ${errors.configuration ? 'border-danger' : 'border-line-strong'}`}
      >
        <Editor
          key={kind}
          label={`Text of ${file}`}
          language="shell"
          value={choices.configuration}
          onChange={(configuration) => change({ configuration })}
        />
      </div>
      <p className={`min-h-6 text-xs ${errors.configuration ? 'text-danger' : 'text-muted'}`}>
        {errors.configuration ?? file}
      </p>
    </div>
  );
}
