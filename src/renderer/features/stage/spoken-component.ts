import { isolate } from '#shared/kernel/index.ts';
import type { ComponentView } from '#shared/model/index.ts';
import { countOf } from '../../text/format.ts';
import { isProblem } from '../../model/health.ts';
import { blockerOf, statusOf, unseenStatus } from '../../text/status-words.ts';

/**
 * Returns a component as one spoken sentence: "OBS main, reconnecting, depends on 2 components of which 1 has
 * problems, used by 4". Without a connection to the host the status is unknown.
 */
export const speakComponent = (
  component: ComponentView,
  all: ReadonlyMap<string, ComponentView>,
  isStale = false,
): string => {
  const blocker = blockerOf(component);
  const { word } = isStale
    ? unseenStatus
    : statusOf(component, blocker === null ? null : (all.get(blocker)?.title ?? blocker));
  const needs = component.needs.flatMap(({ id }) => all.get(id) ?? []);
  const troubled = isStale ? 0 : needs.filter(isProblem).length;
  const dependents = [...all.values()].filter((other) =>
    other.needs.some((need) => need.id === component.id),
  ).length;
  const words = [isolate(component.title), isolate(`${word.charAt(0).toLowerCase()}${word.slice(1)}`)];
  if (needs.length > 0) {
    words.push(
      `depends on ${countOf(needs.length, 'component')}${troubled > 0 ? ` of which ${troubled} ${troubled === 1 ? 'has' : 'have'} problems` : ''}`,
    );
  }
  if (dependents > 0) words.push(`used by ${dependents}`);
  return words.join(', ');
};
