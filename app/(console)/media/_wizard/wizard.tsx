'use client';

import { useRouter, useSearchParams } from 'next/navigation';
import { type FormEvent, useEffect, useMemo, useRef, useState } from 'react';
import { Button } from '@/app/_ui/button';
import { Card } from '@/app/_ui/card';
import { requestMediumAction } from '../actions';
import { BuildStep } from './build-step';
import { type Choices, firstChoices } from './choices';
import { EngineNote } from './engine-note';
import { FromStep } from './from-step';
import type { Ground } from './ground';
import { MachineStep } from './machine-step';
import { OptionsStep } from './options-step';
import { judge, type Problem } from './problems';
import { ScriptStep } from './script-step';
import { specOf } from './spec';
import { SpecView } from './spec-view';
import { StepRail } from './step-rail';
import { type StepId, stepName, stepNamed, stepOfField, stepsOf } from './steps';
import { useChoices } from './use-choices';
import { WhatStep } from './what-step';

/** What every step is given. */
export interface StepProps {
  choices: Choices;
  /** By field of the spec; of this step, once it was gone through. */
  errors: Record<string, string>;
  ground: Ground;
  change: (part: Partial<Choices>) => void;
}

/** One choice a step; the address says which step, the session keeps the choices. */
export function Wizard({
  ground,
  like,
  whose,
}: {
  ground: Ground;
  like: LikeThis | null;
  /** The person in the team: what they chose is nobody else's. */
  whose: string;
}) {
  const router = useRouter();
  const { choices, loaded, change, forget } = useChoices({
    key: `media-draft:${whose}:${like?.id ?? 'new'}`,
    first: like?.choices ?? firstChoices,
  });
  const step = stepNamed(useSearchParams().get('step'), choices);
  const steps = stepsOf(choices);
  const [passed, setPassed] = useState<ReadonlySet<StepId>>(new Set());
  const [refused, setRefused] = useState<Problem[]>([]);
  const [busy, setBusy] = useState(false);
  const head = useRef<HTMLHeadingElement>(null);
  const form = useRef<HTMLFormElement>(null);

  const { published } = ground;
  const { spec, problems } = useMemo(() => judge(choices, published), [choices, published]);
  const last = step === 'build';
  const here = [...problems, ...refused].filter(
    ({ field }) => stepOfField(field) === step && (passed.has(step) || refused.length > 0),
  );
  const errors = Object.fromEntries(here.map(({ field, message }) => [field, message]));

  const arrived = useRef(step);
  useEffect(() => {
    if (arrived.current === step) return;
    arrived.current = step;
    head.current?.focus();
  }, [step]);

  function go(to: StepId) {
    setPassed((old) => new Set(old).add(step));
    const address = new URLSearchParams(window.location.search);
    address.set('step', to);
    window.history.pushState(null, '', `?${address}`);
    window.scrollTo({ top: 0 });
  }

  async function next(event: FormEvent) {
    event.preventDefault();
    if (!last) {
      setPassed((old) => new Set(old).add(step));
      if (problems.some(({ field }) => stepOfField(field) === step)) {
        // Rendered with its errors first.
        setTimeout(() => form.current?.querySelector<HTMLElement>('[aria-invalid=true]')?.focus());
        return;
      }
      go(steps[steps.indexOf(step) + 1] ?? 'build');
      return;
    }
    if (!spec) return;
    setBusy(true);
    const result = await requestMediumAction({
      kind: choices.kind,
      spec: specOf(choices, published),
    });
    if (result.ok) {
      forget();
      router.push(`/media/${result.value.id}`);
      return;
    }
    setBusy(false);
    setRefused(
      result.fields.length > 0
        ? result.fields.map((one) => ({ ...one, field: one.field.replace(/^spec\./, '') }))
        : [{ field: '', message: result.message }],
    );
  }

  function changed(part: Partial<Choices>) {
    setRefused([]);
    change(part);
  }

  const props: StepProps = { choices, errors, ground, change: changed };
  return (
    <div className="flex flex-col gap-4">
      <StepRail choices={choices} steps={steps} here={step} problems={problems} onGo={go} />
      <div className="grid gap-4 lg:grid-cols-[minmax(0,1fr)_340px]">
        <Card flush>
          <form ref={form} onSubmit={next} noValidate aria-busy={!loaded}>
            <div className="min-h-80 p-4 sm:p-5">
              <h2 ref={head} tabIndex={-1} className="mb-4 text-base font-semibold outline-none">
                {stepName(step, choices)}
              </h2>
              {step === 'what' && <WhatStep {...props} />}
              {step === 'machine' && <MachineStep {...props} />}
              {step === 'from' && <FromStep {...props} />}
              {step === 'script' && <ScriptStep {...props} />}
              {step === 'options' && <OptionsStep {...props} />}
              {last && <BuildStep {...props} problems={[...problems, ...refused]} onGo={go} />}
            </div>
            <footer className="flex items-center justify-between gap-3 border-t border-line px-4 py-3">
              <Button
                look="quiet"
                disabled={step === 'what'}
                onClick={() => go(steps[steps.indexOf(step) - 1] ?? 'what')}
              >
                Back
              </Button>
              <Button
                look="primary"
                type="submit"
                busy={busy}
                disabled={!loaded || (last && spec === null)}
              >
                {last ? 'Build' : 'Next'}
              </Button>
            </footer>
          </form>
        </Card>
        <aside
          aria-label="What it comes to"
          className="flex min-w-0 flex-col gap-4 self-start lg:sticky lg:top-16"
        >
          <SpecView kind={choices.kind} spec={specOf(choices, published)} />
          <EngineNote choices={choices} spec={spec} ground={ground} />
        </aside>
      </div>
    </div>
  );
}

/** The medium that another one is made after. */
export interface LikeThis {
  id: string;
  choices: Choices;
}
