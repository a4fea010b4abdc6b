import { err, Fault, ok, type Result } from '#shared/kernel/index.ts';
import {
  buildGraph,
  describeGraphProblem,
  type DependencyGraph,
  type GraphNode,
} from '#shared/graph/index.ts';
import { componentIdSchema } from '#shared/model/index.ts';
import type { ComponentNode } from './component-node.ts';
import type { Need } from './component-spec.ts';
import type { OrchestratorNode } from './orchestrator-node.ts';

const refuse = (code: string, message: string): Fault => new Fault(code, message, { kind: 'defect' });

/**
 * The components, the orchestrators and their dependencies. Ids are unique in the program, for both kinds.
 */
export class NodeRegistry {
  readonly #orchestrators = new Map<string, OrchestratorNode>();
  readonly #components = new Map<string, ComponentNode>();
  /**
   * Dependents by id, updated incrementally: read at every step, where building a graph would cost too much.
   */
  readonly #dependents = new Map<string, Set<ComponentNode>>();
  /** Removed ids: dependents miss them like components that do not run. */
  readonly #takenOut = new Set<string>();
  #graph: Result<DependencyGraph, Fault> | null = null;

  get orchestrators(): Iterable<OrchestratorNode> {
    return this.#orchestrators.values();
  }

  get components(): Iterable<ComponentNode> {
    return this.#components.values();
  }

  orchestrator(id: string): OrchestratorNode | undefined {
    return this.#orchestrators.get(id);
  }

  component(id: string): ComponentNode | undefined {
    return this.#components.get(id);
  }

  find(id: string): OrchestratorNode | ComponentNode | undefined {
    return this.#components.get(id) ?? this.#orchestrators.get(id);
  }

  titleOf(id: string): string {
    return this.find(id)?.spec.title ?? id;
  }

  /** Returns the orchestrator that owns a component. */
  ownerOf(node: ComponentNode): OrchestratorNode {
    const owner = this.#orchestrators.get(node.spec.parent);
    if (!owner)
      throw refuse(
        'registry.no-owner',
        `"${node.id}" belongs to "${node.spec.parent}", which does not exist`,
      );
    return owner;
  }

  /** Throws a {@link Fault} when the id is blank, malformed or taken. */
  addOrchestrator(node: OrchestratorNode): void {
    this.#checkId(node.id);
    this.#orchestrators.set(node.id, node);
    this.#graph = null;
  }

  /** Throws a {@link Fault} when the id is blank, malformed or taken. */
  addComponent(node: ComponentNode): void {
    this.#checkId(node.id);
    const owner = this.ownerOf(node);
    this.#takenOut.delete(node.id);
    this.#components.set(node.id, node);
    owner.children.add(node);
    for (const need of this.#needsOf(node)) {
      const known = this.#dependents.get(need.id);
      if (known) known.add(node);
      else this.#dependents.set(need.id, new Set([node]));
    }
    this.#graph = null;
  }

  removeComponent(node: ComponentNode): void {
    for (const need of this.#needsOf(node)) this.#dependents.get(need.id)?.delete(node);
    const owner = this.ownerOf(node);
    owner.tally.replace(node.contribution, null);
    node.contribution = null;
    owner.children.delete(node);
    this.#components.delete(node.id);
    this.#takenOut.add(node.id);
    this.#graph = null;
  }

  /**
   * Builds the whole graph: a component needs its own and its orchestrator's needs; an orchestrator needs its
   * components, with the essential ones required. An unknown need or a cycle is a fault that names it.
   */
  graph(): Result<DependencyGraph, Fault> {
    this.#graph ??= this.#build();
    return this.#graph;
  }

  /** Yields the components that depend directly on this one, or whose orchestrator does. */
  *dependentsOf(node: ComponentNode | OrchestratorNode): Iterable<ComponentNode> {
    yield* this.#dependents.get(node.id) ?? [];
    // A dependent of the orchestrator depends on its components.
    if ('parent' in node.spec) yield* this.#dependents.get(node.spec.parent) ?? [];
  }

  #needsOf(node: ComponentNode): readonly Need[] {
    return [...node.spec.needs, ...this.ownerOf(node).spec.needs];
  }

  #checkId(id: string): void {
    if (id.trim() === '') throw refuse('registry.blank-id', 'The id of a component must not be blank');
    if (!componentIdSchema.safeParse(id).success) {
      throw refuse(
        'registry.bad-id',
        `"${id}" is not a valid id: use lower-case words joined by "-", ":" or "."`,
      );
    }
    if (this.find(id)) throw refuse('registry.duplicate-id', `There is already a component "${id}"`);
  }

  #build(): Result<DependencyGraph, Fault> {
    const nodes: GraphNode[] = [];
    for (const orchestrator of this.orchestrators) {
      for (const child of orchestrator.children) {
        nodes.push({ id: child.id, needs: this.#needsOf(child).filter(({ id }) => !this.#takenOut.has(id)) });
      }
      nodes.push({
        id: orchestrator.id,
        needs: [...orchestrator.children].map((child) => ({ id: child.id, required: child.spec.essential })),
      });
    }
    const { graph, problems } = buildGraph(nodes);
    if (graph) return ok(graph);
    return err(refuse('registry.bad-graph', problems.map(describeGraphProblem).join('; ')));
  }
}
