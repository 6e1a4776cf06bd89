/** A builder together with the schema of its spec: what run.ts and the doors work with. */
import type { z } from 'zod';
import type { Builder, BuildKind } from './builder';

/** A builder whose spec is parsed on its way in, so that all kinds have one type. */
export interface KnownBuilder extends Builder<unknown> {
  /** The spec with its defaults. Throws ZodError. */
  parse(spec: unknown): unknown;
}

export type Builders = Record<BuildKind, KnownBuilder>;

/** Joins a builder and its schema. */
export function knownBuilder<Spec>(given: {
  builder: Builder<Spec>;
  schema: z.ZodType<Spec>;
}): KnownBuilder {
  const { builder, schema } = given;
  return {
    ...builder,
    parse: (spec) => schema.parse(spec),
    secrets: (spec) => builder.secrets?.(schema.parse(spec)) ?? [],
    inputs: (spec, context) => builder.inputs(schema.parse(spec), context),
    build: (spec, context) => builder.build(schema.parse(spec), context),
  };
}
