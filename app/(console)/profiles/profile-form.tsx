'use client';

import { useRouter } from 'next/navigation';
import { type FormEvent, useState } from 'react';
import { toast } from 'sonner';
import { Button } from '@/app/_ui/button';
import { Card } from '@/app/_ui/card';
import { Curl } from '@/app/_ui/curl';
import { DiskRuleField, type DiskRuleValue } from '@/app/_ui/disk-rule';
import { Field, Input, Select, Textarea } from '@/app/_ui/field';
import { errorsByField } from '@/app/_ui/form-errors';
import { linesOf, parametersOf } from '@/app/_ui/parameters';
import { Notice } from '@/app/_ui/status';
import type { ProfileDetail } from '@/lib/hosts/profiles/schema';
import { createProfileAction, deleteProfileAction, updateProfileAction } from './actions';
import { ScriptList } from './script-list';

/** A profile, whole. */
export function ProfileForm({
  profile,
  images,
  scripts,
  mayWrite,
}: {
  profile: ProfileDetail | null;
  images: { id: string; name: string; state: string }[];
  scripts: { id: string; kind: string; title: string }[];
  mayWrite: boolean;
}) {
  const router = useRouter();
  const [name, setName] = useState(profile?.name ?? '');
  const [method, setMethod] = useState<'agent' | 'script'>(profile?.subScript ? 'script' : 'agent');
  const [imageId, setImage] = useState(
    profile?.image?.id ?? (images.length === 1 ? (images[0]?.id ?? '') : ''),
  );
  const [subScriptId, setSub] = useState(profile?.subScript?.id ?? '');
  const [kickstartId, setKickstart] = useState(profile?.kickstart?.id ?? '');
  const [disk, setDisk] = useState<DiskRuleValue>(
    profile?.disk ?? { rule: 'smallest', value: null },
  );
  const [parameters, setParameters] = useState(linesOf(profile?.parameters ?? {}));
  const [pre, setPre] = useState(profile?.preScripts.map(({ id }) => id) ?? []);
  const [post, setPost] = useState(profile?.postScripts.map(({ id }) => id) ?? []);
  const [busy, setBusy] = useState(false);
  const [errors, setErrors] = useState<Record<string, string>>({});
  const input = {
    name,
    imageId: method === 'agent' ? imageId || null : null,
    subScriptId: method === 'script' ? subScriptId || null : null,
    kickstartId: method === 'script' ? kickstartId || null : null,
    disk,
    parameters: parametersOf(parameters),
    preScriptIds: pre,
    postScriptIds: post,
  };
  const of = (kind: string) => scripts.filter((script) => script.kind === kind);

  async function send(event: FormEvent) {
    event.preventDefault();
    setBusy(true);
    setErrors({});
    const result = profile
      ? await updateProfileAction({ id: profile.id, change: input })
      : await createProfileAction(input);
    setBusy(false);
    if (!result.ok) {
      setErrors(errorsByField(result));
      return;
    }
    toast.success('Saved');
    if (!profile) router.replace(`/profiles/${result.value.id}`);
    router.refresh();
  }

  return (
    <form onSubmit={send}>
      {profile?.problem && (
        <div className="mb-4">
          <Notice meaning="attention">
            Nothing can be installed with it yet. {profile.problem}
          </Notice>
        </div>
      )}
      <fieldset disabled={!mayWrite} className="grid gap-4 lg:grid-cols-2">
        <Card title="What it installs">
          <Field
            label="Name"
            name="name"
            error={errors.name}
            hint="Such as worker, or debian-12-base."
          >
            <Input
              name="name"
              value={name}
              error={errors.name}
              onChange={(e) => setName(e.target.value)}
            />
          </Field>
          <Field
            label="How"
            name="method"
            hint={
              method === 'agent'
                ? 'Our agent streams the image to the disk. The quickest way, and it can be trusted with disks.'
                : 'A sub script loads any installer; a kickstart answers its questions.'
            }
          >
            <Select
              name="method"
              value={method}
              onChange={(e) => setMethod(e.target.value as 'agent' | 'script')}
            >
              <option value="agent">Write an image with the agent</option>
              <option value="script">Run a sub script</option>
            </Select>
          </Field>
          {method === 'agent' ? (
            <>
              <Field
                label="Image"
                name="imageId"
                error={errors.imageId}
                hint={images.length === 0 ? 'None yet: make one under Images.' : undefined}
              >
                <Select name="imageId" value={imageId} onChange={(e) => setImage(e.target.value)}>
                  <option value="">Choose an image</option>
                  {images.map((image) => (
                    <option key={image.id} value={image.id}>
                      {image.name}
                      {image.state !== 'ready' ? ` (${image.state})` : ''}
                    </option>
                  ))}
                </Select>
              </Field>
              <DiskRuleField
                value={disk}
                error={errors.disk ?? errors.value}
                onChange={(value) => setDisk(value ?? { rule: 'smallest', value: null })}
              />
            </>
          ) : (
            <>
              <Field label="Sub script" name="subScriptId" error={errors.subScriptId}>
                <Select
                  name="subScriptId"
                  value={subScriptId}
                  onChange={(e) => setSub(e.target.value)}
                >
                  <option value="">Choose a sub script</option>
                  {of('sub').map((script) => (
                    <option key={script.id} value={script.id}>
                      {script.title}
                    </option>
                  ))}
                </Select>
              </Field>
              <Field
                label="Kickstart"
                name="kickstartId"
                error={errors.kickstartId}
                hint="The script finds it at ${kickstart}."
              >
                <Select
                  name="kickstartId"
                  value={kickstartId}
                  onChange={(e) => setKickstart(e.target.value)}
                >
                  <option value="">None</option>
                  {of('kickstart').map((script) => (
                    <option key={script.id} value={script.id}>
                      {script.title}
                    </option>
                  ))}
                </Select>
              </Field>
            </>
          )}
        </Card>
        <Card title="Around it">
          <ScriptList
            label="Pre-install scripts"
            choices={of('pre')}
            chosen={pre}
            onChange={setPre}
          />
          <ScriptList
            label="Post-install scripts"
            choices={of('post')}
            chosen={post}
            onChange={setPost}
          />
          <Field
            label="Parameters"
            name="parameters"
            error={errors.parameters}
            hint="name=value, one a line. Scripts see them as PROVISIONER_PARAM_NAME."
          >
            <Textarea
              name="parameters"
              mono
              rows={4}
              value={parameters}
              error={errors.parameters}
              onChange={(e) => setParameters(e.target.value)}
            />
          </Field>
        </Card>
        <div className="flex flex-wrap items-center gap-2 lg:col-span-2">
          {mayWrite && (
            <Button look="primary" type="submit" busy={busy}>
              {profile ? 'Save' : 'Create the profile'}
            </Button>
          )}
          <Curl
            method={profile ? 'PATCH' : 'POST'}
            path={`/api/profiles${profile ? `/${profile.id}` : ''}`}
            body={input}
          />
          {errors.form && <p className="text-danger">{errors.form}</p>}
          {profile && mayWrite && (
            <Button
              look="danger"
              className="ml-auto"
              onClick={async () => {
                const result = await deleteProfileAction({ id: profile.id });
                if (result.ok) router.push('/profiles');
                else toast.error(result.message);
              }}
            >
              Delete
            </Button>
          )}
        </div>
      </fieldset>
    </form>
  );
}
