/** Puts values into a text, each as its place needs it. */
import { Refusal, scalarText } from './literal';
import type { Piece, Segment } from './pieces';
import { IpxePlace } from './places/ipxe';
import { JsonPlace } from './places/json';
import { KickstartPlace } from './places/kickstart';
import { type Place, valueMark } from './places/place';
import { PreseedPlace } from './places/preseed';
import { placeOfProgram } from './places/programs';
import { XmlPlace } from './places/xml';
import { YamlPlace } from './places/yaml';
import type { Target } from './schema';
import { Trouble } from './trouble';

/** The whole text. Throws Trouble for a value that cannot stand where it does. */
export function putTogether(given: { segments: Segment[]; target: Target }): string {
  const { segments, target } = given;
  const place = placeIn(target);
  const behind = restsOfLines(segments);
  const last = segments.findLastIndex((segment) => typeof segment !== 'string');
  return segments
    .map((segment, at) => {
      const text =
        typeof segment === 'string'
          ? segment
          : putPiece({ place, piece: segment, after: behind[at] ?? '' });
      // What follows the last value goes to nobody.
      if (at < last) place.text(text);
      return text;
    })
    .join('');
}

function placeIn(target: Target): Place {
  switch (target) {
    case 'ipxe':
    case 'cmdline':
      return new IpxePlace();
    case 'kickstart':
      return new KickstartPlace();
    case 'preseed':
      return new PreseedPlace();
    case 'yaml':
      return new YamlPlace();
    case 'json':
      return new JsonPlace();
    case 'xml':
      return new XmlPlace();
    default:
      return placeOfProgram(target);
  }
}

function putPiece(given: { place: Place; piece: Piece; after: string }): string {
  const { place, piece, after } = given;
  try {
    if (piece.escaped === null) return place.put(piece.value, after);
    const text = scalarText(piece.value);
    const refusal =
      piece.escaped === 'raw' ? null : place.refuses({ text, filter: piece.escaped, after });
    if (refusal !== null) throw new Refusal(refusal);
    return text;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const { name, line, column, title } = piece.origin();
    throw new Trouble({ message: `${name} ${error.message}.`, line, column, title });
  }
}

/** What follows each segment on its line; a value there is a mark. */
function restsOfLines(segments: Segment[]): string[] {
  const rests: string[] = [];
  let rest = '';
  for (const segment of segments.toReversed()) {
    rests.push(rest);
    const text = typeof segment === 'string' ? segment : valueMark;
    const end = text.indexOf('\n');
    rest = end < 0 ? text + rest : text.slice(0, end);
  }
  return rests.reverse();
}
