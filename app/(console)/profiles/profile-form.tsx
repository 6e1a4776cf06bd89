'use client';

import { useRouter } from 'next/navigation';
import { type FormEvent, useState } from 'react';
import { toast } from 'sonner';
import { Button } from '@/app/_ui/button';
import { Card } from '@/app/_ui/card';
import { Curl } from '@/app/_ui/curl';
import { errorsByField } from '@/app/_ui/form-errors';
import { AreaField } from '@/app/_ui/labelled';
import { linesOf, parametersOf } from '@/app/_ui/parameters';
import { Notice } from '@/app/_ui/status';
import type { ProfileDetail } from '@/lib/hosts/profiles/schema';
import {
  type ImageChoice,
  type Installs,
  InstallsCard,
  type ScriptChoice,
} from './_form/installs-card';
import { ScriptList } from './_form/script-list';
import { RulesCard } from './_rules/rules-card';
import type { DraftRule } from './_rules/sentence';
import { useTaken } from './_rules/use-taken';
import { createProfileAction, deleteProfileAction, updateProfileAction } from './actions';

/** A profile, whole. */
export function ProfileForm({
  profile,
  images,
  scripts,
  mayWrite,
}: {
  profile: ProfileDetail | null;
  images: ImageChoice[];
  scripts: ScriptChoice[];
  mayWrite: boolean;
}) {
  const router = useRouter();
  const [installs, setInstalls] = useState<Installs>(() => installsOf({ profile, images }));
  const [parameters, setParameters] = useState(linesOf(profile?.parameters ?? {}));
  const [pre, setPre] = useState(profile?.preScripts.map(({ id }) => id) ?? []);
  const [post, setPost] = useState(profile?.postScripts.map(({ id }) => id) ?? []);
  const [rules, setRules] = useState<DraftRule[]>(profile?.rules ?? []);
  const [isDefault, setDefault] = useState(profile?.isDefault ?? false);
  const [busy, setBusy] = useState(false);
  const [errors, setErrors] = useState<Record<string, string>>({});
  const [ruleErrors, setRuleErrors] = useState<Record<string, string>>({});
  const { name, method, imageId, subScriptId, kickstartId, disk } = installs;
  const taken = useTaken({ id: profile?.id ?? null, name, rules, isDefault });
  const input = {
    name,
    imageId: method === 'agent' ? imageId || null : null,
    subScriptId: method === 'script' ? subScriptId || null : null,
    kickstartId: method === 'script' ? kickstartId || null : null,
    disk,
    parameters: parametersOf(parameters),
    preScriptIds: pre,
    postScriptIds: post,
    rules,
    isDefault,
  };
  const of = (kind: string) => scripts.filter((script) => script.kind === kind);

  async function send(event: FormEvent) {
    event.preventDefault();
    setBusy(true);
    setErrors({});
    setRuleErrors({});
    const result = profile
      ? await updateProfileAction({ id: profile.id, change: input })
      : await createProfileAction(input);
    setBusy(false);
    if (!result.ok) {
      setErrors(errorsByField(result));
      setRuleErrors(errorsOfRules(result.fields));
      return;
    }
    toast.success('Saved');
    // Spellings that were understood come back as they are kept.
    setRules(result.value.rules);
    if (!profile) router.replace(`/profiles/${result.value.id}`);
    router.refresh();
  }

  async function remove(id: string) {
    const result = await deleteProfileAction({ id });
    if (result.ok) router.push('/profiles');
    else toast.error(result.message);
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
        <InstallsCard
          value={installs}
          onChange={(change) => setInstalls({ ...installs, ...change })}
          images={images}
          scripts={scripts}
          errors={errors}
        />
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
          <AreaField
            label="Parameters"
            name="parameters"
            mono
            rows={4}
            value={parameters}
            error={errors.parameters}
            hint="name=value, one a line. Scripts see them as PROVISIONER_PARAM_NAME, templates as host.params."
            onChange={setParameters}
          />
        </Card>
        <RulesCard
          rules={rules}
          onRules={(changed) => {
            setRules(changed);
            setRuleErrors({});
          }}
          isDefault={isDefault}
          onDefault={setDefault}
          errors={ruleErrors}
          taken={taken}
        />
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
            <Button look="danger" className="ml-auto" onClick={() => void remove(profile.id)}>
              Delete
            </Button>
          )}
        </div>
      </fieldset>
    </form>
  );
}

function installsOf(given: { profile: ProfileDetail | null; images: ImageChoice[] }): Installs {
  const { profile, images } = given;
  const only = images.length === 1 ? images[0]?.id : undefined;
  return {
    name: profile?.name ?? '',
    method: profile?.subScript ? 'script' : 'agent',
    imageId: profile?.image?.id ?? only ?? '',
    subScriptId: profile?.subScript?.id ?? '',
    kickstartId: profile?.kickstart?.id ?? '',
    disk: profile?.disk ?? { rule: 'smallest', value: null },
  };
}

/** `change.rules.0.label` and `rules.0` as `0.label` and `0`. */
function errorsOfRules(fields: { field: string; message: string }[]): Record<string, string> {
  const errors: Record<string, string> = {};
  for (const { field, message } of fields) {
    const place = /(?:^|\.)rules\.(\d+(?:\.\w+)?)$/.exec(field)?.[1];
    if (place) errors[place] ??= message;
  }
  return errors;
}
