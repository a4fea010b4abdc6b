import { isolate } from '#shared/kernel/index.ts';
import type { ComponentView } from '#shared/model/index.ts';
import { countOf } from '../../text/format.ts';
import { isProblem, lampOf } from '../../model/health.ts';
import { lampWord, stateWord } from '../../text/health-words.ts';

/** A part in one spoken sentence: "OBS main, unhealthy, starting, requires 2 parts of which 1 has problems, required by 4". */
export const speakPart = (component: ComponentView, all: ReadonlyMap<string, ComponentView>): string => {
  const needs = component.needs.flatMap(({ id }) => all.get(id) ?? []);
  const unwell = needs.filter(isProblem).length;
  const dependents = [...all.values()].filter((other) =>
    other.needs.some((need) => need.id === component.id),
  ).length;
  const words = [isolate(component.title), lampWord(lampOf(component)), stateWord(component)];
  if (needs.length > 0) {
    words.push(
      `requires ${countOf(needs.length, 'part')}${unwell > 0 ? ` of which ${unwell} ${unwell === 1 ? 'has' : 'have'} problems` : ''}`,
    );
  }
  if (dependents > 0) words.push(`required by ${dependents}`);
  return words.join(', ');
};
