'use client';

import { type FormEvent, useState } from 'react';
import { toast } from 'sonner';
import { Button } from '@/app/_ui/button';
import { bytes } from '@/app/_ui/bytes';
import { Curl } from '@/app/_ui/curl';
import { Dialog } from '@/app/_ui/dialog';
import { Field, Input } from '@/app/_ui/field';
import { errorsByField } from '@/app/_ui/form-errors';
import { Progress } from '@/app/_ui/progress';
import { TabButtons } from '@/app/_ui/tab-links';
import { createImageAction } from './actions';
import { type Upload, upload } from './upload';

/** An image by upload, or by URL with its checksum. */
export function AddImage() {
  const [open, setOpen] = useState(false);
  const [way, setWay] = useState<'upload' | 'url'>('upload');
  const [name, setName] = useState('');
  const [url, setUrl] = useState('');
  const [sha256, setSha256] = useState('');
  const [file, setFile] = useState<File | null>(null);
  const [running, setRunning] = useState<(Upload & { share: number }) | null>(null);
  const [busy, setBusy] = useState(false);
  const [errors, setErrors] = useState<Record<string, string>>({});

  function close() {
    running?.cancel();
    setRunning(null);
    setErrors({});
    setOpen(false);
  }

  async function send(event: FormEvent) {
    event.preventDefault();
    setErrors({});
    if (way === 'upload') {
      if (!file) return setErrors({ file: 'Choose a file.' });
      const work = upload({
        file,
        name: name || file.name,
        sha256,
        onProgress: (share) => setRunning((old) => (old ? { ...old, share } : old)),
      });
      setRunning({ ...work, share: 0 });
      const problem = await work.done;
      setRunning(null);
      if (problem) return setErrors(errorsByField(problem));
    } else {
      setBusy(true);
      const result = await createImageAction({ name, url, sha256 });
      setBusy(false);
      if (!result.ok) return setErrors(errorsByField(result));
    }
    toast.success('The image is being checked');
    setFile(null);
    setOpen(false);
  }

  return (
    <>
      <Button onClick={() => setOpen(true)}>Add an image</Button>
      <Dialog
        open={open}
        onOpenChange={(next) => (next ? setOpen(true) : close())}
        title="Add an image"
        note="A whole disk: raw, or packed with gzip or zstd, or qcow2."
      >
        <form onSubmit={send} className="flex flex-col gap-1">
          <div className="mb-3">
            <TabButtons
              label="Where from"
              here={way}
              onChange={setWay}
              tabs={[
                { id: 'upload', name: 'Upload' },
                { id: 'url', name: 'By URL' },
              ]}
            />
          </div>
          <Field
            label="Name"
            name="name"
            error={errors.name}
            hint={way === 'upload' ? 'Empty: the name of the file.' : undefined}
          >
            <Input
              name="name"
              value={name}
              error={errors.name}
              onChange={(e) => setName(e.target.value)}
            />
          </Field>
          {way === 'upload' ? (
            <Field
              label="File"
              name="file"
              error={errors.file}
              hint={file ? bytes(file.size) : undefined}
            >
              <input
                id="file"
                name="file"
                type="file"
                aria-describedby="file-note"
                onChange={(e) => setFile(e.target.files?.[0] ?? null)}
                className="h-8 w-full file:mr-3 file:h-8 file:rounded-md file:border file:border-line-strong file:bg-surface file:px-3"
              />
            </Field>
          ) : (
            <Field label="URL" name="url" error={errors.url} hint="http or https.">
              <Input
                name="url"
                mono
                value={url}
                error={errors.url}
                onChange={(e) => setUrl(e.target.value)}
              />
            </Field>
          )}
          <Field
            label={way === 'upload' ? 'SHA-256, if you know it' : 'SHA-256'}
            name="sha256"
            error={errors.sha256}
            hint="Of the file as it is brought in."
          >
            <Input
              name="sha256"
              mono
              value={sha256}
              error={errors.sha256}
              onChange={(e) => setSha256(e.target.value.trim())}
            />
          </Field>
          {running && (
            <div className="flex items-center gap-3 py-2">
              <Progress value={running.share} label="Uploading" />
              <span className="tabular w-12 text-right text-xs">
                {Math.round(running.share * 100)} %
              </span>
            </div>
          )}
          {errors.form && <p className="text-danger">{errors.form}</p>}
          <div className="mt-2 flex items-center justify-between">
            {way === 'url' ? (
              <Curl method="POST" path="/api/images" body={{ name, url, sha256 }} />
            ) : (
              <span />
            )}
            <Button look="primary" type="submit" busy={busy || running !== null}>
              {way === 'upload' ? 'Upload' : 'Fetch'}
            </Button>
          </div>
        </form>
      </Dialog>
    </>
  );
}
