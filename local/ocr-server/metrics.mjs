// @ts-check
/**
 * vLLM's Prometheus metrics, the ones clients and dashboards look at.
 *
 *     const metrics = createMetrics('deepseek-ai/DeepSeek-OCR');
 *     metrics.finished({ reason: 'stop', promptTokens: 912, … });
 *     metrics.render({ running: 1, waiting: 0, capacity: 16 });
 *
 * Limits: `vllm:kv_cache_usage_perc` is the share of generations that are taken, as there is no cache.
 */

const SECONDS = [0.01, 0.05, 0.1, 0.5, 1, 2.5, 5, 10, 30, 60, 120];
const TOKENS = [1, 10, 100, 200, 500, 1000, 2000, 5000, 10_000];

/**
 * @typedef {object} Finished
 * @property {string} reason finish reason, `abort` when the client went away
 * @property {number} promptTokens
 * @property {number} generatedTokens
 * @property {number} queuedSeconds
 * @property {number} [firstTokenSeconds]
 * @property {number} totalSeconds
 *
 * @typedef {{ bounds: number[], counts: number[], sum: number, count: number }} Histogram
 */

/**
 * @param {number[]} bounds
 * @returns {Histogram}
 */
function histogram(bounds) {
  return { bounds, counts: bounds.map(() => 0), sum: 0, count: 0 };
}

/**
 * @param {Histogram} target
 * @param {number} value
 */
function observe(target, value) {
  target.sum += value;
  target.count += 1;
  target.bounds.forEach((bound, index) => {
    if (value <= bound) target.counts[index] += 1;
  });
}

/** @param {string} model */
export function createMetrics(model) {
  const labels = `engine="0",model_name="${model.replace(/["\\\n]/gu, '_')}"`;
  /** @type {Record<string, number>} */
  const success = { stop: 0, length: 0, abort: 0, error: 0, repetition: 0 };
  let promptTokens = 0;
  let generationTokens = 0;
  let rejections = 0;
  const histograms = {
    'vllm:time_to_first_token_seconds': histogram(SECONDS),
    'vllm:e2e_request_latency_seconds': histogram(SECONDS),
    'vllm:request_queue_time_seconds': histogram(SECONDS),
    'vllm:inter_token_latency_seconds': histogram(SECONDS),
    'vllm:request_prompt_tokens': histogram(TOKENS),
    'vllm:request_generation_tokens': histogram(TOKENS),
  };
  return {
    /** @param {Finished} request */
    finished(request) {
      success[request.reason] = (success[request.reason] ?? 0) + 1;
      promptTokens += request.promptTokens;
      generationTokens += request.generatedTokens;
      if (request.firstTokenSeconds !== undefined) {
        observe(histograms['vllm:time_to_first_token_seconds'], request.firstTokenSeconds);
        const rest = request.totalSeconds - request.queuedSeconds - request.firstTokenSeconds;
        const steps = Math.max(1, request.generatedTokens - 1);
        observe(histograms['vllm:inter_token_latency_seconds'], Math.max(0, rest) / steps);
      }
      observe(histograms['vllm:e2e_request_latency_seconds'], request.totalSeconds);
      observe(histograms['vllm:request_queue_time_seconds'], request.queuedSeconds);
      observe(histograms['vllm:request_prompt_tokens'], request.promptTokens);
      observe(histograms['vllm:request_generation_tokens'], request.generatedTokens);
    },
    rejected() {
      rejections += 1;
    },
    /**
     * @param {{ running: number, waiting: number, capacity: number }} load
     * @returns {string} the text exposition format, version 0.0.4
     */
    render({ running, waiting, capacity }) {
      /** @type {string[]} */
      const lines = [];
      const single = (
        /** @type {string} */ name,
        /** @type {'gauge' | 'counter'} */ type,
        /** @type {number} */ value,
        extra = '',
      ) => {
        lines.push(`# HELP ${name} ${name.slice('vllm:'.length).replaceAll('_', ' ')}.`);
        lines.push(`# TYPE ${name} ${type}`);
        lines.push(`${name}{${labels}${extra}} ${value}`);
      };
      single('vllm:num_requests_running', 'gauge', running);
      single('vllm:num_requests_waiting', 'gauge', waiting);
      single('vllm:num_requests_waiting_by_reason', 'gauge', waiting, ',reason="capacity"');
      single('vllm:kv_cache_usage_perc', 'gauge', Math.min(1, running / capacity));
      single('vllm:prompt_tokens_total', 'counter', promptTokens);
      single('vllm:generation_tokens_total', 'counter', generationTokens);
      single('vllm:num_preemptions_total', 'counter', 0);
      single(
        'vllm:admission_rejections_total',
        'counter',
        rejections,
        ',reason="max_num_queued_reqs"',
      );
      lines.push('# HELP vllm:request_success_total request success.');
      lines.push('# TYPE vllm:request_success_total counter');
      for (const [reason, count] of Object.entries(success)) {
        lines.push(`vllm:request_success_total{${labels},finished_reason="${reason}"} ${count}`);
      }
      for (const [name, { bounds, counts, sum, count }] of Object.entries(histograms)) {
        lines.push(`# HELP ${name} ${name.slice('vllm:'.length).replaceAll('_', ' ')}.`);
        lines.push(`# TYPE ${name} histogram`);
        bounds.forEach((bound, index) => {
          lines.push(`${name}_bucket{${labels},le="${bound}"} ${counts[index]}`);
        });
        lines.push(`${name}_bucket{${labels},le="+Inf"} ${count}`);
        lines.push(`${name}_sum{${labels}} ${sum}`);
        lines.push(`${name}_count{${labels}} ${count}`);
      }
      return `${lines.join('\n')}\n`;
    },
  };
}
