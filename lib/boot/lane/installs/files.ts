/** The files of an install: its image, and our own node for scripts that are written in it. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { dataPath } from '@/lib/core/env';
import { shared } from '@/lib/core/shared';
import type { MachineInstall } from '@/lib/hosts/installs/data';
import { normalArch } from '@/lib/hosts/installs/plan/arch';
import { servedBytes } from '../../notes/served-bytes';
import { type MachineAnswer, type ServedFile, sentence } from '../exchange';

/** `GET installs/TOKEN/image`: its bytes, counted as they leave. */
export function answerImage(install: MachineInstall): MachineAnswer {
  const { image } = install.plan;
  if (!image) return sentence(404, 'This install writes no image.');
  const folder = dataPath();
  const file = path.resolve(folder, image.file);
  // The store says where it is; that it is within our folder is checked all the same.
  if (!file.startsWith(folder + path.sep)) return sentence(404, 'The image is not there.');
  return counted(install, {
    path: file,
    size: image.size,
    sha256: image.sha256,
    type: 'application/octet-stream',
  });
}

const archOfNode = { x64: 'x86_64', arm64: 'arm64' } as const;

/**
 * `GET installs/TOKEN/node`: the program that runs this process, so that a
 * script in node finds one where there is none. It is built for this
 * machine's architecture, and says so where the host has another.
 */
export async function answerNode(install: MachineInstall): Promise<MachineAnswer> {
  const { arch } = install.host;
  const ours = archOfNode[process.arch as keyof typeof archOfNode];
  if (arch && normalArch(arch) !== ours) {
    return sentence(404, `Our own node is for ${ours ?? process.arch}, and this host is ${arch}.`);
  }
  return counted(install, await nodeFile());
}

function counted(install: MachineInstall, file: ServedFile): MachineAnswer {
  const onSent = (bytes: number) => servedBytes().add({ installId: install.id, bytes });
  return { kind: 'file', file, onSent };
}

/** Hashed once: it does not change while it runs. A failure is not kept. */
function nodeFile(): Promise<ServedFile> {
  const held = shared('node-file', (): { file: Promise<ServedFile> | null } => ({ file: null }));
  held.file ??= readNodeFile().catch((error) => {
    held.file = null;
    throw error;
  });
  return held.file;
}

async function readNodeFile(): Promise<ServedFile> {
  const { size } = await stat(process.execPath);
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(process.execPath, { highWaterMark: 1024 * 1024 })) {
    hash.update(chunk);
  }
  return {
    path: process.execPath,
    size,
    sha256: hash.digest('hex'),
    type: 'application/octet-stream',
    headers: {
      'X-Node-Version': process.version,
      'X-Node-Platform': `${process.platform}-${process.arch}`,
    },
  };
}
